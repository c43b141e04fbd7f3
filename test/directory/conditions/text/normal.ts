import type { Condition } from '#directory/conditions/condition.ts';

const json = (condition: Condition): string => JSON.stringify(condition);

/** What is joined by the word, at whatever depth. */
const joinedBy = (kind: 'and' | 'or', condition: Condition): Condition[] =>
  condition.kind === kind ? condition.conditions.flatMap((each) => joinedBy(kind, each)) : [condition];

/** A person of whom something is asked twice is asked once: there is one manager, and one assigned user, at most. */
function ofOnePerson(conditions: Condition[]): Condition[] {
  return (['manager', 'assignedUser'] as const).reduce((asked, kind) => {
    const of = asked.flatMap((one) => (one.kind === kind ? [one.condition] : []));
    if (of.length < 2) return asked;
    return [...asked.filter((one) => one.kind !== kind), { kind, condition: normal({ kind: 'and', conditions: of }) }];
  }, conditions);
}

/** The same condition in the form that all have which differ in nothing but the order and the grouping of what is joined. */
export function normal(condition: Condition): Condition {
  if (condition.kind === 'and' || condition.kind === 'or') {
    const { kind } = condition;
    const each = condition.conditions.map(normal).flatMap((one) => joinedBy(kind, one));
    const conditions = (kind === 'and' ? ofOnePerson(each) : each).toSorted((one, other) => (json(one) < json(other) ? -1 : 1));
    const [only, ...others] = conditions;
    return only && others.length === 0 ? only : { kind, conditions };
  }
  return 'condition' in condition ? { ...condition, condition: normal(condition.condition) } : condition;
}
