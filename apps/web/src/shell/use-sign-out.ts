import { useRouter } from '@tanstack/react-router';
import { signOut } from '../api/session.ts';
import { showFailure } from '../components/show-failure.ts';
import { useT } from '../lib/i18n.ts';

/** Ends the session and leads to the door. */
export function useSignOut(): () => void {
  const t = useT();
  const router = useRouter();
  const leave = async () => {
    await signOut();
    await router.navigate({ to: '/login' });
  };
  return () => void leave().catch((error: unknown) => showFailure(t, error));
}
