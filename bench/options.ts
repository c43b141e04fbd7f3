import { parseArgs } from 'node:util';

export interface Options {
  /** The PostgreSQL server on which a database is made for the run. */
  readonly databaseUrl: string | undefined;
  /** How long one server is measured with one operation at one number of clients. */
  readonly seconds: number;
  /** Only operations whose name contains this. */
  readonly only: string;
  /** Only to be told what can be asked for. */
  readonly help: boolean;
}

export const usage = 'DATABASE_URL=postgresql://… npm run bench -- [--seconds 3] [--quick] [--only "member add"] [--help]';

/** Reads flags and environment; what is missing or wrong is said in one sentence. */
export function readOptions(flags: string[], { DATABASE_URL: databaseUrl }: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args: flags,
    options: {
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds ?? (values.quick ? 0.6 : 3));
  if (!(seconds > 0)) throw new Error(`--seconds must be a number above 0: ${usage}`);
  return { databaseUrl, seconds, only: values.only, help: values.help };
}
