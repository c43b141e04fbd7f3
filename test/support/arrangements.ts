import { startApp } from './app.ts';
import type { ConnectionOfStory } from './story.ts';
import { startTwoProcesses } from './twoProcesses.ts';

/** A way to run the gateway. */
export interface Arrangement {
  connection(provider?: string, name?: string): Promise<ConnectionOfStory>;
  close(): Promise<void>;
}

async function startInProcess(): Promise<Arrangement> {
  const { story, close } = await startApp();
  return { connection: story.connection, close };
}

/** The two ways in which all that a provider sees has to be the same. */
export const arrangements: [name: string, arrange: () => Promise<Arrangement>][] = [
  ['with the graph in process', startInProcess],
  ['as a process of its own', startTwoProcesses],
];
