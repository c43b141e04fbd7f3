/** Where the last segment of a URI's path stands. */
export function lastSegment(uri: string): { start: number; end: number } {
  const tail = uri.search(/[?#]/);
  let end = tail < 0 ? uri.length : tail;
  while (uri[end - 1] === '/') end -= 1;
  return { start: end === 0 ? 0 : uri.lastIndexOf('/', end - 1) + 1, end };
}
