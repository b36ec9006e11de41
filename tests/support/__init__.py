"""What tests share: real servers, fresh databases and vhosts, waiting for conditions."""
