/** As much of noVNC 1.7 as is used here; the published types describe an older layout of the package. */
declare module '@novnc/novnc' {
  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: WebSocket, options?: { shared?: boolean });
    scaleViewport: boolean;
    background: string;
    focusOnClick: boolean;
    sendKey(keysym: number, code: string, down: boolean): void;
    focus(): void;
    disconnect(): void;
  }
}
