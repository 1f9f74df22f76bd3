/** Rights changed or a credential ended: streams opened with them are cut or narrowed within a second. */
export interface IdentityChange {
  /** All credentials of this user. */
  userId?: string;
  /** Only this session or token. */
  credential?: string;
}

export interface IdentityBus {
  emit: (change: IdentityChange) => void;
  /** Returns the unsubscription. */
  on: (listener: (change: IdentityChange) => void) => () => void;
}

export function createIdentityBus(): IdentityBus {
  const listeners = new Set<(change: IdentityChange) => void>();
  return {
    emit: change => {
      for (const listener of [...listeners]) listener(change);
    },
    on: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
