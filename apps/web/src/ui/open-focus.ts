/** Where focus goes when a dialog opens: its first field, else the dialog itself, so that no tooltip pops up on ✕. */
export function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const field = event.currentTarget.querySelector<HTMLElement>('input, select, textarea');
  (field ?? event.currentTarget).focus();
}
