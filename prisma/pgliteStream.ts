import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/** AuthenticationOk and ReadyForQuery: the whole answer to a startup message. */
const welcome = Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0, 90, 0, 0, 0, 5, 73]);

const terminate = 'X';

/** The messages after which a client waits for an answer: Query, Sync, Flush, CopyDone and CopyFail. */
const awaiting = new Set(['Q', 'S', 'H', 'c', 'f']);

const query = (sql: string): Buffer => {
  const text = Buffer.from(`${sql}\0`);
  const head = Buffer.from([81, 0, 0, 0, 0]);
  head.writeUInt32BE(text.length + 4, 1);
  return Buffer.concat([head, text]);
};

/** How many of the bytes are whole messages up to one that awaits an answer, and whether the client takes its leave. */
function readable(bytes: Buffer): { length: number; leaving: boolean } {
  let length = 0;
  for (let at = 0; at + 5 <= bytes.length; ) {
    const type = String.fromCharCode(bytes.readUInt8(at));
    if (type === terminate) return { length, leaving: true };
    at += 1 + bytes.readUInt32BE(at + 1);
    if (at <= bytes.length && awaiting.has(type)) length = at;
  }
  return { length, leaving: false };
}

/**
 * What pg takes for a socket: a session of the PostgreSQL that runs in this process, in PostgreSQL's own protocol.
 * PGlite takes each call for a complete conversation, so messages are kept until one awaits an answer.
 */
export function pgliteStream(pglite: PGlite): Duplex {
  let started = false;
  let kept: Buffer[] = [];
  let over: Promise<void> | undefined;

  /** A server ends the transaction, the settings and the statements of a connection that closes; here the next one meets the same session. */
  const leave = (): Promise<void> => {
    over ??= pglite.runExclusive(async () => {
      await pglite.execProtocolRaw(query('ROLLBACK'));
      await pglite.execProtocolRaw(query('DISCARD ALL'));
    });
    return over;
  };

  /** The startup message alone has no type. */
  const start = (bytes: Buffer): void => {
    kept = [bytes];
    if (bytes.length < 4 || bytes.length < bytes.readUInt32BE(0)) return;
    started = true;
    kept = [bytes.subarray(bytes.readUInt32BE(0))];
    stream.push(welcome);
  };

  const converse = async (bytes: Buffer): Promise<void> => {
    const { length, leaving } = readable(bytes);
    kept = [bytes.subarray(length)];
    if (length > 0) stream.push(await pglite.runExclusive(() => pglite.execProtocolRaw(bytes.subarray(0, length))));
    if (leaving) await leave();
  };

  const stream = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      const bytes = Buffer.concat([...kept, chunk]);
      if (started) return void converse(bytes).then(() => done(), done);
      start(bytes);
      done();
    },
    final: (done) => {
      stream.push(null);
      done();
    },
    destroy: (error, done) => {
      if (pglite.closed) return done(error);
      leave().then(() => done(error), done);
    },
  });

  const itself = () => stream;
  const connect = () => {
    process.nextTick(() => stream.emit('connect'));
    return stream;
  };
  return Object.assign(stream, { connect, setNoDelay: itself, setKeepAlive: itself, ref: itself, unref: itself });
}
