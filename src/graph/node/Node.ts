import { builder } from '../builder.ts';

/** Ids are UUIDs that no two resources share, so that one alone tells what it is of (Relay Global Object Identification). */
export const Node = builder.interfaceRef<{ id: string }>('Node').implement({
  description: 'What can be asked for by its id alone, as node and nodes do.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id: a UUID, the same wherever it is named.' }) }),
});
