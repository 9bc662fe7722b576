// How a row of the outbox stands, and what may become of it.
export const WAITING = "waiting", SENT = "sent", DISCARDED = "discarded", REJECTED = "rejected";
export const NEEDS_CARE = ["conflict", REJECTED];
// It has left this device; the row stays until the server, which lists it as not taken in, has heard of it.
export const GONE = "gone";

const needsCare = (row) => NEEDS_CARE.includes(row.state);
export const counts = (row) => row.state === WAITING || needsCare(row);

// For `alter`: each changes a row, false when this row may not be changed so, null when it goes at once.
export const dropped = (row) => {
  if (needsCare(row)) return Object.assign(row, { state: GONE, untold: true, iv: null, data: null });
  return row.attempts ? false : null;
};
export const putAway = (reason) => (row) => needsCare(row) && Object.assign(row, { state: DISCARDED, untold: true, reason, order_discarded: Date.now() });
export const again = (row) => Object.assign(row, { state: WAITING, untold: false, tries: 0, code: "", text: "" });
// The server has heard that a row was put away.
export const told = (row) => {
  if (row.state === GONE) return null;
  return row.state === DISCARDED && Object.assign(row, { untold: false });
};
