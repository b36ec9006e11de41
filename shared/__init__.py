"""What the services share: contracts, messaging, database, web and runtime. Imports no service."""
