import { useRef } from 'react';

type FocusHandlers = {
  onOpenAutoFocus: (event: Event) => void;
  onCloseAutoFocus: (event: Event) => void;
};

/** Focus of a dialog that no trigger of Radix opens: in at its first field, and back to where it came from. */
export function useDialogFocus(): FocusHandlers {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: event => {
      opener.current = openerOf(document.activeElement);
      focusFirstField(event);
    },
    onCloseAutoFocus: event => {
      event.preventDefault();
      giveBack(opener.current);
    },
  };
}

/** A menu that the dialog was chosen from is gone by then: its button is where one was. */
function openerOf(active: Element | null): Element | null {
  const menu = active?.closest('[role="menu"]');
  const trigger = menu && document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return trigger ?? active;
}

/** What is not there any more leaves the focus to the page's heading, where reading starts. */
function giveBack(opener: Element | null): void {
  const there = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  const target = there ? opener : document.querySelector<HTMLElement>('[data-page-title]');
  target?.focus({ preventScroll: true });
}

/** Its first field, else the button that it names for it, else the dialog itself, so that no tooltip pops up on ✕. */
function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const field = event.currentTarget.querySelector<HTMLElement>('input, select, textarea');
  const button = event.currentTarget.querySelector<HTMLElement>('[data-first-focus]');
  (field ?? button ?? event.currentTarget).focus();
}
