/**
 * Compresses texts that another thread sends, and sends back the bytes. A worker is made of the source
 * text of this function where it has no file, so it uses nothing that is outside of it.
 */
export function work(): void {
  const scope = self as unknown as {onmessage: unknown; postMessage(message: unknown, moved?: Transferable[]): void};
  scope.onmessage = async ({data}: MessageEvent<{n: number; text: string}>) => {
    try {
      const packed = new Blob([data.text]).stream().pipeThrough(new CompressionStream('gzip'));
      const bytes = await new Response(packed).arrayBuffer();
      scope.postMessage({n: data.n, bytes}, [bytes]);
    } catch {
      scope.postMessage({n: data.n});
    }
  };
}
