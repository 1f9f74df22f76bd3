/** Without these nothing is seen. */
export const watching: readonly string[] = ['System.View', 'System.Read'];

/** What the account needs for all that is offered; docs/providers/vsphere.md has the same list. */
export const needed: readonly string[] = [
  ...watching,
  'Global.ManageCustomFields',
  'Global.SetCustomField',
  'VirtualMachine.Interact.PowerOn',
  'VirtualMachine.Interact.PowerOff',
  'VirtualMachine.Interact.Reset',
  'VirtualMachine.Interact.Suspend',
  'VirtualMachine.Config.Annotation',
  'VirtualMachine.Config.CPUCount',
  'VirtualMachine.Config.Memory',
  'VirtualMachine.Config.Rename',
  'VirtualMachine.Config.RemoveDisk',
  'VirtualMachine.Inventory.Delete',
  'VirtualMachine.State.CreateSnapshot',
  'VirtualMachine.State.RevertToSnapshot',
  'VirtualMachine.State.RemoveSnapshot',
  'Datastore.Browse',
];
