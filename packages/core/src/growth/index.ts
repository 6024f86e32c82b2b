// The server door of growth.
