import { useEffect } from 'react';

/**
 * Stands in for `react-style-singleton` (see the alias in vite.config.ts): same interface, but the sheet
 * is adopted by the document instead of written as a <style> element, which a strict CSP allows.
 */
export function stylesheetSingleton() {
  let users = 0;
  const sheet = new CSSStyleSheet();
  return {
    add(css: string): void {
      if (users === 0) {
        sheet.replaceSync(css);
        document.adoptedStyleSheets.push(sheet);
      }
      users += 1;
    },
    remove(): void {
      users -= 1;
      if (users > 0) return;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter(other => other !== sheet);
    },
  };
}

export function styleHookSingleton() {
  const sheet = stylesheetSingleton();
  return function useStyle(styles: string, isDynamic?: boolean): void {
    const key = isDynamic === true ? styles : '';
    useEffect(() => {
      // Only a dynamic sheet follows its text; the others keep the first one, as the original does.
      sheet.add(styles);
      return () => sheet.remove();
      // oxlint-disable-next-line react-hooks/exhaustive-deps
    }, [key]);
  };
}

export function styleSingleton() {
  const useStyle = styleHookSingleton();
  return function Sheet(props: { styles: string; dynamic?: boolean }): null {
    useStyle(props.styles, props.dynamic);
    return null;
  };
}
