import type { bulkReplySchema } from '@orrery/contract/http/bodies.ts';
import type { z } from 'zod';
import { useT } from '../../lib/i18n.ts';
import { textOfCode } from '../../lib/server-text.ts';
import { ToneShape } from '../../ui/ToneShape.tsx';

export type BulkPreview = Pick<z.infer<typeof bulkReplySchema>, 'allowed' | 'refused'>;

/** Who will do it, and who is refused and why; those refused for the same reason stand together. */
export function PreviewList({ preview }: { preview: BulkPreview }) {
  const t = useT();
  const reasons = Map.groupBy(preview.refused, one => textOfCode(t, one.code, one.reason));
  return (
    <div className="flex flex-col gap-3 text-13">
      <p className="flex items-center gap-2 font-medium">
        <ToneShape tone="ok" />
        {t('actions.bulk.allowed', { count: preview.allowed.length })}
      </p>
      {preview.refused.length > 0 && (
        <div>
          <p className="flex items-center gap-2 font-medium">
            <ToneShape tone="warn" />
            {t('actions.bulk.refused', { count: preview.refused.length })}
          </p>
          <ul className="mt-1 flex flex-col gap-2 pl-5">
            {[...reasons].map(([reason, refused]) => (
              <li key={reason}>
                <span>{reason}</span>
                <span className="block text-12 text-muted [overflow-wrap:anywhere]">
                  {refused
                    .slice(0, 12)
                    .map(one => one.name ?? one.id)
                    .join(', ')}
                  {refused.length > 12 && ` … ${refused.length - 12}`}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
