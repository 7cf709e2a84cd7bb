/** Of this response: without it the browser takes no style that is added later. */
export const nonce = () => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** The name under which Mantine's lock of scrolling looks for it, behind every dialog. */
export const tellNonce = () => void Object.assign(globalThis, { __webpack_nonce__: nonce() })
