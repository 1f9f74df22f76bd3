import { useState } from 'react';
import { formatMiB } from '../../lib/units.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { Card } from '../../ui/Card.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Heatmap } from '../../ui/Heatmap.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { TabPanel, Tabs } from '../../ui/Tabs.tsx';
import { sampleRandom } from './sample-random.ts';

const random = sampleRandom(7);
const WAVE = Array.from({ length: 60 }, (_, at) =>
  at > 30 && at < 36 ? null : 45 + 35 * Math.sin(at / 6) + random() * 15,
);
const HOSTS = Array.from({ length: 96 }, (_, at) => {
  const percent = at % 17 === 0 ? null : Math.round(random() ** 2 * 105);
  return { id: `h${at}`, label: `lab-h${at}: ${percent ?? '–'} %`, percent };
});
const XML = `<!-- as the hypervisor gives it -->
<domain type="kvm" id="7">
  <name>web-01</name>
  <memory unit="KiB">8388608</memory>
  <vcpu placement="static">4</vcpu>
</domain>`;

export function DataSamples() {
  return (
    <>
      <Card title="Capacity and load">
        <div className="grid gap-5 sm:grid-cols-2">
          <CapacityBar label="Memory" total={262_144} used={121_000} promised={201_000} format={formatMiB} />
          <CapacityBar label="vCPU" total={64} used={61} promised={118} format={String} />
          <div className="flex flex-col gap-2">
            <Meter percent={7.4} label="CPU of web-01" />
            <Meter percent={83} label="CPU of web-02" />
            <Meter percent={97} label="CPU of web-03" />
            <Meter percent={null} label="CPU of web-04" />
          </div>
          <Sparkline
            values={WAVE}
            label="CPU of the last hour, between 10 and 95 %"
            className="h-16 w-full"
          />
        </div>
        <div className="mt-5">
          <Heatmap cells={HOSTS} label="Load of 96 hosts" className="h-28 w-full" />
        </div>
      </Card>
      <Facts />
    </>
  );
}

function Facts() {
  const [tab, setTab] = useState<'facts' | 'raw'>('facts');
  return (
    <Card flush>
      <Tabs
        label="Instance"
        value={tab}
        onValueChange={setTab}
        tabs={[
          { value: 'facts', label: 'Overview' },
          { value: 'raw', label: 'Raw', count: 1 },
        ]}
      >
        <TabPanel value="facts">
          <KeyValueList
            facts={[
              { label: 'Status', value: <StatusMark status="running" /> },
              { label: 'Host', value: 'lab-h2' },
              { label: 'Memory', value: formatMiB(8192) },
              { label: 'Id', value: 'lab:5f8a1c5e-2f63-4b6c-9f0a-1f1f6a0c2d11', mono: true },
              { label: 'Description', value: null },
            ]}
          />
        </TabPanel>
        <TabPanel value="raw">
          <CodeBlock code={XML} language="xml" label="Domain XML" />
        </TabPanel>
      </Tabs>
    </Card>
  );
}
