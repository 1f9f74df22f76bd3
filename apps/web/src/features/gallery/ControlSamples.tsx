import { MoreHorizontal, Play, Search, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Field } from '../../ui/Field.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Input, TextArea } from '../../ui/Input.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';

export function ControlSamples() {
  return (
    <>
      <Card title="Buttons">
        <div className="flex flex-col gap-3">
          <ButtonRow />
          <div className="flex flex-wrap items-center gap-2">
            <Button size="small">Small</Button>
            <Button size="large" tone="primary">
              Large
            </Button>
            <Button busy>Working</Button>
            <IconButton icon={MoreHorizontal} label="More actions" />
            <IconButton icon={Trash2} label="Delete" disabledReason="Stop the instance first" />
            <Kbd keys="mod+k" />
            <Kbd keys="g i" />
          </div>
        </div>
      </Card>
      <Fields />
    </>
  );
}

function ButtonRow() {
  const reason = 'The host lab-h2 is in maintenance';
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary">
          <Play aria-hidden className="size-3.5" />
          Launch
        </Button>
        <Button>Move…</Button>
        <Button tone="quiet">Snapshot</Button>
        <Button tone="danger">Force off</Button>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" disabledReason={reason}>
          Launch
        </Button>
        <Button disabledReason={reason}>Move…</Button>
        <Button tone="quiet" disabledReason={reason}>
          Snapshot
        </Button>
        <Button tone="danger" disabledReason={reason}>
          Force off
        </Button>
      </div>
    </>
  );
}

const FORMATS = [
  { value: 'qcow2', label: 'qcow2' },
  { value: 'raw', label: 'raw' },
] as const;

function Fields() {
  const [format, setFormat] = useState<'qcow2' | 'raw'>('qcow2');
  const [view, setView] = useState<'list' | 'load'>('list');
  const [on, setOn] = useState(true);
  return (
    <Card title="Fields">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" hint="Letters, digits and hyphens">
          {ids => <Input {...ids} placeholder="web-01" />}
        </Field>
        <Field label="Size" error="More than the 80 GiB that are left">
          {ids => <Input {...ids} defaultValue="120" suffix="GiB" inputMode="numeric" />}
        </Field>
        <Field label="Format">
          {ids => <Select {...ids} options={FORMATS} value={format} onValueChange={setFormat} />}
        </Field>
        <Field label="Query" optional="optional">
          {ids => <Input {...ids} icon={Search} placeholder="status:running cpu>80" />}
        </Field>
        <Field label="Description">{ids => <TextArea {...ids} />}</Field>
        <div className="flex flex-col gap-2">
          <Checkbox showLabel label="Start with the host" checked={on} onCheckedChange={setOn} />
          <Checkbox showLabel label="Some of them" checked="indeterminate" onCheckedChange={() => {}} />
          <span className="flex items-center gap-2 text-13">
            <Switch aria-label="Automatic" checked={on} onCheckedChange={setOn} /> Automatic
          </span>
          <SegmentedControl
            label="View"
            value={view}
            onValueChange={setView}
            segments={[
              { value: 'list', label: 'List' },
              { value: 'load', label: 'Load' },
            ]}
          />
        </div>
      </div>
    </Card>
  );
}
