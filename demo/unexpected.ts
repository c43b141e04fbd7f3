/** The server did not do what the demo is there to show. */
export class Unexpected extends Error {}
