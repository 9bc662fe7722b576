// Taking a record back: off the device when it was surely never stored, else by a record of its own. False when
// neither can be: a thing added to a visit is on its way, and the visit itself is not meant.
export async function withdraw({ outbox, today }, uuid, reason, { isWhole = true } = {}) {
  if (await outbox.drop(uuid)) return true;
  if (!isWhole) return false;
  const at = new Date();
  await outbox.add({
    kind: "void", point: today.point, actor: outbox.user, occurred_at: at.toISOString(), day: today.day,
    facts: { encounter: uuid, reason },
  });
  return true;
}
