/** The part that is used of what Node.js has and its types leave to those of browsers. */
declare namespace WebAssembly {
  function instantiate(code: Uint8Array, imports: Record<string, object>): Promise<{ instance: { exports: Record<string, unknown> } }>;
}
