import { invalidFilter } from '../protocol/errors.ts';
import { same } from '../protocol/resolve.ts';
import { resourceTypes } from '../protocol/resourceTypes.ts';
import type { ResourceType } from '../protocol/schema.ts';
import { reference } from './comparisons.ts';
import { always, type Combination, combined, own, type Question, type Questions } from './Question.ts';

/** Which schemas a resource holds attributes of: its own always, an extension where any attribute of it has a value (RFC 7643 §3). */
export const schemasQuestion = <Where extends Combination<Where>>(type: ResourceType, questions: Questions<Where>): Question<Where> => ({
  ...reference((urn) => {
    if (same(urn, type.schema.id)) return always(true);
    const extension = type.extensions.find(({ schema }) => same(schema.id, urn));
    if (extension) return combined({ or: extension.schema.attributes.flatMap(({ name }) => own(questions, name)?.present?.() ?? []) });
    if (isOfAnother(urn)) return always(false);
    throw invalidFilter(
      `Who has attributes of ${urn.slice(0, 200)} cannot be asked by schemas. Ask for one of them, as in ${urn.slice(0, 200)}:name pr.`,
    );
  }),
  present: () => always(true),
});

const isOfAnother = (urn: string) =>
  resourceTypes.some(({ schema, extensions }) => [schema, ...extensions.map((one) => one.schema)].some(({ id }) => same(id, urn)));
