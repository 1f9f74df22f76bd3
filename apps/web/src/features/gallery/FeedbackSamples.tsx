import { Boxes } from 'lucide-react';
import { Badge } from '../../ui/Badge.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonLines } from '../../ui/Skeleton.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { AgeMark } from '../../ui/AgeMark.tsx';

const STATUSES = ['running', 'paused', 'error', 'migrating', 'stopped', 'maintenance', 'unknown'];
const LONG_AGO = Date.now() - 190_000;

export function FeedbackSamples() {
  return (
    <>
      <Card title="Status">
        <div className="flex flex-wrap gap-x-5 gap-y-2 text-13">
          {STATUSES.map(status => (
            <StatusMark
              key={status}
              status={status}
              detail={status === 'migrating' ? '→ lab-h2' : undefined}
            />
          ))}
          <StatusMark status="running" stale />
          <AgeMark asOf={LONG_AGO} promiseMs={10_000} />
        </div>
        <div className="mt-4 flex flex-wrap gap-2">
          <Badge>kvm</Badge>
          <Badge tone="ok">Fits now</Badge>
          <Badge tone="warn">Borderline</Badge>
          <Badge tone="bad">Will not finish</Badge>
          <Badge tone="busy">Demo</Badge>
          <Badge tone="off">Read-only</Badge>
        </div>
      </Card>
      <Card title="Banners" flush>
        <Banner tone="bad" title="The live connection is lost">
          What you see is from 12 sec. ago. Orrery keeps trying.
        </Banner>
        <Banner tone="warn" title="KVM lab has not answered for some time">
          Its resources are shown as they were 3 min. ago.
        </Banner>
        <Banner tone="off" title="Demo data centre" onDismiss={() => {}}>
          Everything here is simulated.
        </Banner>
        <Banner tone="ok" title="Connected" action={<Button size="small">Open</Button>} />
      </Card>
      <Card title="Error">
        <ErrorState
          onRetry={() => {}}
          failure={{
            title: 'web-01 could not be started',
            detail: 'The host refused: cannot allocate memory',
            code: 'backend.unavailable',
            reasons: [{ message: 'lab-h2 has 1.2 GiB of memory free, web-01 needs 4 GiB' }],
            advice: 'Move another instance away, or start it on lab-h3.',
            operationId: '0193f1c2-7a54',
          }}
        />
      </Card>
      <Card title="Empty and loading">
        <EmptyState
          icon={Boxes}
          title="No instances yet"
          text="Launch one from an image and a flavor; it takes less than a minute."
          action={<Button tone="primary">Launch instance</Button>}
        />
        <SkeletonLines />
      </Card>
    </>
  );
}
