//! The public edge: REST, OpenAPI, authentication, limits, problems.
