import { Switch as Radix } from 'radix-ui';

type SwitchProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  id?: string;
  'aria-label'?: string;
  disabled?: boolean;
};

export function Switch(props: SwitchProps) {
  return (
    <Radix.Root
      {...props}
      className="h-5 w-9 shrink-0 rounded-full border border-control bg-hover p-0.5 transition-colors duration-100 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <Radix.Thumb className="block size-3.5 rounded-full bg-control transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  );
}
