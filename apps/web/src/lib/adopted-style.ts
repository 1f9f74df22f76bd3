/** A <style> element under a strict CSP: its text becomes a stylesheet that the document adopts while it is shown. */
class AdoptedStyle extends HTMLElement {
  readonly #sheet = new CSSStyleSheet();

  override get textContent(): string {
    return '';
  }

  override set textContent(css: string | null) {
    this.#sheet.replaceSync(css ?? '');
  }

  connectedCallback(): void {
    document.adoptedStyleSheets.push(this.#sheet);
  }

  disconnectedCallback(): void {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => sheet !== this.#sheet);
  }
}

if (!customElements.get('adopted-style')) customElements.define('adopted-style', AdoptedStyle);
