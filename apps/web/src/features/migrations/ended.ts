/** Moves that are over, however. */
export const ENDED = 'status:succeeded,failed,cancelled';
