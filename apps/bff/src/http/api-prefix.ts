/** Below this, everything is a route of the contract. */
export const apiPrefix = '/api/v1';
