import { type Causes, mostTouched, wholly } from './causes.ts';
import type { Links } from './links.ts';
import type { JudgedType, Place, Places } from './places.ts';
import type { Touch } from './touches.ts';

/** People and devices, each with the policies that are to be judged of it, and the changes that call for that. */
export type Touched = Record<JudgedType, Map<string, Causes>>;

/** Some who stand at a place, and the policies that look at what befell them. */
type Arrival = { ids: readonly string[]; policies: ReadonlySet<string>; changeId: bigint };

function arrivalsOf(touches: readonly Touch[], place: Place): Arrival[] {
  return touches.flatMap(({ ids, changeId, policiesAt }) => {
    const policies = new Set(policiesAt(place));
    return policies.size > 0 && ids.length > 0 ? [{ ids, policies, changeId }] : [];
  });
}

/** Leaves out those who are too many to be led back one by one: their policies are judged as a whole. */
function fewOf(arrivals: readonly Arrival[], whole: Causes): Arrival[] {
  return arrivals.filter(({ ids, policies, changeId }) => {
    const few = ids.length <= mostTouched;
    if (!few) wholly(whole, policies, changeId);
    return few;
  });
}

async function ledBack(arrivals: readonly Arrival[], { step }: NonNullable<Place['from']>, links: Links): Promise<Arrival[]> {
  const ends = await links(step, [...new Set(arrivals.flatMap(({ ids }) => ids))]);
  return arrivals
    .map((arrival) => ({ ...arrival, ids: [...new Set(arrival.ids.flatMap((id) => ends(id)))] }))
    .filter(({ ids }) => ids.length > 0);
}

function note(touched: Map<string, Causes>, { ids, policies, changeId }: Arrival): void {
  for (const id of ids) {
    const causes = touched.get(id) ?? new Map();
    touched.set(id, causes);
    wholly(causes, policies, changeId);
  }
}

/**
 * Leads the touches back to those who may be in policies or not for their sake: from the places where policies look, step by step, to where they began.
 * What is found out to concern too many is noted as `whole`.
 */
export async function trace(touches: readonly Touch[], places: Places, links: Links, whole: Causes): Promise<Touched> {
  const touched: Touched = { User: new Map(), Device: new Map() };
  const arrived = new Map<Place, Arrival[]>();
  for (const place of places) {
    const here = fewOf([...(arrived.get(place) ?? []), ...arrivalsOf(touches, place)], whole);
    arrived.delete(place);
    if (here.length === 0) continue;
    const { from } = place;
    if (from) arrived.set(from.place, [...(arrived.get(from.place) ?? []), ...(await ledBack(here, from, links))]);
    else for (const arrival of here) note(touched[place.type], arrival);
  }
  return touched;
}
