//! Calls between services: the service! macro, the call context, the remote client.
