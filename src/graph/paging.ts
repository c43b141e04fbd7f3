import type { OutputRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { type Ask, defaultPageSize, type ListOf, maximumPageSize, type Page, readPage, readPages } from '#directory/pages.ts';
import { builder } from './builder.ts';
import { type Context, load } from './context.ts';
import { selects } from './selects.ts';

const PageInfo = builder.objectRef<Page<object>>('PageInfo').implement({
  description: 'Where a page stands in its list (Relay Cursor Connections).',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether rows follow; when paging backward, whether before was given.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'Whether rows precede; when paging forward, whether after or offset was given.',
    }),
    startCursor: t.string({ nullable: true, description: 'The cursor of the first row.', resolve: ({ cursors }) => cursors[0] }),
    endCursor: t.string({ nullable: true, description: 'The cursor of the last row.', resolve: ({ cursors }) => cursors.at(-1) }),
  }),
});

/** Whoever asks for a page counts when the total is selected. */
function counted({ totalCount }: Page<object>): number {
  if (totalCount === undefined) throw new Error('totalCount is selected, but was not counted');
  return totalCount;
}

/** The field's type and the row's are one parameter, so that the row is what the field gives; Pothos cannot see it while the type is open. */
const resolved = (row: object) => row as never;

/** The connection and edge types of a node, as Relay wants them, with `nodes` beside `edges`. */
export function connectionOf<Row extends object>(name: string, many: string, type: OutputRef<Row>) {
  const Edge = builder.objectRef<{ cursor: string; node: Row }>(`${name}Edge`).implement({
    description: `One of a list of ${many}, with its cursor.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        description: 'The place in the list, for after and before. It stays good when rows come and go.',
      }),
      node: t.field({ type, description: 'The row.', resolve: (edge) => resolved(edge.node) }),
    }),
  });
  return builder.objectRef<Page<Row>>(`${name}Connection`).implement({
    description: `A page of ${many}.`,
    fields: (t) => ({
      edges: t.field({
        type: [Edge],
        description: 'The rows, each with its cursor.',
        resolve: ({ nodes, cursors }) => nodes.map((row, place) => ({ node: row, cursor: cursors[place] ?? '' })),
      }),
      nodes: t.field({ type: [type], description: 'The rows.', resolve: ({ nodes }) => nodes }),
      pageInfo: t.field({ type: PageInfo, description: 'Where the page stands in its list.', resolve: (page) => page }),
      totalCount: t.int({
        description: 'How many rows the whole list has; counted only when selected.',
        resolve: counted,
      }),
    }),
  });
}

const directions = {
  first: 'How many rows from the start, or after the cursor.',
  last: 'How many rows from the end, or before the cursor.',
};
const limit = `At most ${maximumPageSize}; more is refused. Without first and last: ${defaultPageSize}.`;

/** The arguments of every paged list. */
export const pageArguments = () =>
  builder.args((t) => ({
    first: t.int({ description: `${directions.first} ${limit}` }),
    after: t.string({ description: 'Only rows that follow this cursor.' }),
    last: t.int({ description: `${directions.last} ${limit}` }),
    before: t.string({ description: 'Only rows that precede this cursor; needs last.' }),
    offset: t.int({ description: 'Skips so many rows first, as SCIM’s startIndex does. A cursor is quicker and steadier.' }),
  }));

/** What is asked of a list. */
export type Question = Omit<Ask, 'count'>;

/** A page of a root list. */
export const rootPage = <Row extends object>({ session }: Context, info: GraphQLResolveInfo, list: ListOf, question: Question) =>
  readPage<Row>(session, list, { ...question, count: selects(info, 'totalCount') });

/** The page that belongs to one parent; the parents of one list are answered by one statement. */
export const pageOf = <Row extends object>(
  context: Context,
  info: GraphQLResolveInfo,
  parentId: string,
  list: ListOf,
  question: Question,
): Promise<Page<Row>> =>
  pageBy(context, info, parentId, (ids, count) => readPages<Row>(context.session, list, { ...question, count }, ids));

/** The same where the pages of the parents are found in a way of their own, for all of them at once. */
export function pageBy<Row extends object>(
  context: Context,
  info: GraphQLResolveInfo,
  parentId: string,
  readPagesOf: (ids: readonly string[], count: boolean) => Promise<readonly Page<Row>[]>,
): Promise<Page<Row>> {
  const count = selects(info, 'totalCount');
  // Aliases of one field, and fragments on several types, may ask differently: the response path without list places tells them apart.
  return load(context, pathOf(info), parentId, (ids) => readPagesOf(ids, count));
}

function pathOf({ path }: GraphQLResolveInfo) {
  const names: string[] = [];
  for (let step: typeof path | undefined = path; step; step = step.prev)
    if (typeof step.key === 'string') names.unshift(`${step.typename}.${step.key}`);
  return names.join('.');
}
