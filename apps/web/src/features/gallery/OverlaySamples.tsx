import { Camera, MoreHorizontal, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DropdownMenu, MenuItem, MenuSeparator } from '../../ui/DropdownMenu.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { SideSheet } from '../../ui/SideSheet.tsx';
import { showToast } from '../../ui/toast.tsx';

export function OverlaySamples() {
  const [open, setOpen] = useState<'none' | 'confirm' | 'sheet'>('none');
  const close = (next: boolean) => !next && setOpen('none');
  return (
    <Card title="Over the page">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setOpen('confirm')}>Delete volume…</Button>
        <Button onClick={() => setOpen('sheet')}>Open sheet</Button>
        <Button
          onClick={() =>
            showToast('ok', { title: 'web-01 is running', detail: 'Started on lab-h2 in 4.2 s' })
          }
        >
          Toast
        </Button>
        <Button
          onClick={() =>
            showToast('bad', { title: 'web-01 could not be moved', detail: 'lab-h3 lacks memory' })
          }
        >
          Failure toast
        </Button>
        <Popover trigger={<Button>Popover</Button>} label="Formula">
          <p className="text-13">Imbalance is the standard deviation of normalised host load.</p>
        </Popover>
        <DropdownMenu trigger={<IconButton icon={MoreHorizontal} label="Actions of web-01" />}>
          <MenuItem icon={Play} onSelect={() => {}}>
            Start
          </MenuItem>
          <MenuItem icon={Camera} onSelect={() => {}} disabledReason="The pool has no room for it">
            Snapshot
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={Trash2} danger onSelect={() => {}}>
            Delete…
          </MenuItem>
        </DropdownMenu>
      </div>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={close}
        title="Delete volume data-1?"
        description="Its 120 GiB and 3 snapshots are lost for good."
        confirm="Delete"
        danger
        typeName="data-1"
        onConfirm={() => setOpen('none')}
      />
      <SideSheet
        open={open === 'sheet'}
        onOpenChange={close}
        title="Attach volume"
        footer={<Button tone="primary">Attach</Button>}
      >
        <p className="p-5 text-13">A form beside the page it belongs to.</p>
      </SideSheet>
    </Card>
  );
}
