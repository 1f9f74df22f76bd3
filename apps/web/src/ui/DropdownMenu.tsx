import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

type MenuProps = {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  label?: string;
  /** The focus goes back to the trigger, unless this prevents it. */
  onClosed?: (event: Event) => void;
};

/** Not modal: the page behind stays live and scrollable while the menu is open. */
export function DropdownMenu({ trigger, children, align = 'end', label, onClosed }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          {...(onClosed && { onCloseAutoFocus: onClosed })}
          className="floating anim-rise scroll-area z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 p-1"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  children: ReactNode;
  onSelect: () => void;
  icon?: LucideIcon;
  hint?: ReactNode;
  danger?: boolean;
  /** Shown under the words; the item stays reachable by keyboard so that it can be read. */
  disabledReason?: string | undefined;
};

export function MenuItem({ children, onSelect, icon: Icon, hint, danger, disabledReason }: MenuItemProps) {
  const select = (event: Event) => {
    if (disabledReason) event.preventDefault();
    else onSelect();
  };
  return (
    <Radix.Item
      onSelect={select}
      aria-disabled={disabledReason ? true : undefined}
      className={cn('menu-item', danger && !disabledReason && 'text-bad-text')}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />}
      <span className="min-w-0 flex-1">
        {children}
        {disabledReason && <span className="block text-12 text-subtle">{disabledReason}</span>}
      </span>
      {hint}
    </Radix.Item>
  );
}

type MenuChoiceProps<V extends string> = {
  label: string;
  value: V;
  choices: readonly { value: V; label: string }[];
  onValueChange: (value: V) => void;
};

/** A titled group of which one is chosen. */
export function MenuChoice<V extends string>({ label, value, choices, onValueChange }: MenuChoiceProps<V>) {
  return (
    <Radix.RadioGroup value={value}>
      <MenuLabel>{label}</MenuLabel>
      {choices.map(choice => (
        <Radix.RadioItem
          key={choice.value}
          value={choice.value}
          onSelect={() => onValueChange(choice.value)}
          className="menu-item"
        >
          <span className="flex-1">{choice.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden className="size-4 text-accent" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-12 text-muted">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
