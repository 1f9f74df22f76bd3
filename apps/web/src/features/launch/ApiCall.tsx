import type { LaunchInput } from '@orrery/contract/launch/launch.ts';
import { useT } from '../../lib/i18n.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Fold } from './Fold.tsx';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same launch as one call. */
export function apiCall(launch: LaunchInput, origin: string): string {
  return [
    `curl -X POST ${origin}/api/v1/instances`,
    `  -H "Authorization: Bearer $ORRERY_TOKEN"`,
    `  -H "Content-Type: application/json"`,
    `  -d ${quoted(JSON.stringify(launch, null, 2))}`,
  ].join(' \\\n');
}

export function ApiCall({ launch }: { launch: LaunchInput }) {
  const t = useT();
  return (
    <Fold title={t('launch.apiCall')}>
      <CodeBlock code={apiCall(launch, location.origin)} language="text" label={t('launch.apiCall')} />
    </Fold>
  );
}
