// What a visit adds to the figures of the day, by the definitions of the server.
export const zero = () => ({ people: 0, e_services: 0, consultations: 0 });

export function count({ number, items }) {
  const sums = { ...zero(), people: number };
  for (const item of items) {
    if (item.outcome === "not_possible") continue;
    if (item.kind === "service") sums.e_services += item.times;
    if (item.kind === "consultation") sums.consultations += item.times;
  }
  return sums;
}
