"""How the contracts are published: JSON Schemas, samples, AsyncAPI documents and a catalogue."""
