import type { Act } from '#test/reference/act.ts';

/** What a client asks of one resource. */
export interface Write {
  /** The path of the resource. */
  path: string;
  change: { kind: 'patch'; acts: Act[] } | { kind: 'put'; act: Extract<Act, { entries: unknown }> } | { kind: 'delete' };
  /** The version that the client wants to find. */
  ifMatch?: number;
}

/** A write with what became of it. */
export interface Answered {
  write: Write;
  status: number;
  /** The version in the entity tag of the answer. */
  version?: number;
  /** The resource, where the answer carries it. */
  body?: Record<string, unknown>;
  /** When the request was sent and when it was answered, by the one clock of the test. */
  sent: number;
  answered: number;
}

export const isAcknowledged = ({ status }: Answered) => status < 300;

/** The version in an entity tag: `W/"7"`, or `W/"7-0123456789ab"` where the resource shows something of others. */
export const versionIn = (etag: string | null | undefined): number | undefined => {
  const version = /^W\/"(\d+)(?:-[\da-f]+)?"$/.exec(etag ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
};
