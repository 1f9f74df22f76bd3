/** Where to go after signing in: only a path of our own, never another site (`//evil`, `https:`, `/\evil`). */
export function safeReturn(to: string | null): string {
  if (!to || !/^\/(?![/\\])/.test(to)) return '/';
  return to.startsWith('/login') ? '/' : to;
}
