type Session = object & { serialize(): unknown };
type Cipher = {
  decryptWithSessions(data: Buffer, sessions: Session[]): Promise<{ session: Session; plaintext: Buffer }>;
};

/**
 * Mends libsignal's `SessionCipher` for this process. With several sessions of one person it tries each on a message, and a try that
 * fails has already turned that session's ratchet; when another session fits, the record is stored with the turned one in it. From
 * then on neither side reads the other under it. Here a session that did not fit is put back as it was.
 */
export function keepSessionsWhole(SessionCipher: { prototype: unknown }): void {
  const prototype = SessionCipher.prototype as Cipher & { isMended?: boolean };
  if (prototype.isMended) return;
  prototype.isMended = true;
  const { decryptWithSessions } = prototype;
  prototype.decryptWithSessions = async function (this: Cipher, data, sessions) {
    let failure: unknown;
    for (const session of sessions) {
      // a single one, or the last, is stored by nobody when it fails
      const before = session === sessions.at(-1) ? null : copyOf(session);
      try {
        return await decryptWithSessions.call(this, data, [session]);
      } catch (error) {
        failure = error;
        if (before) putBack(session, before);
      }
    }
    if (failure) throw failure;
    return await decryptWithSessions.call(this, data, sessions);
  };
}

const copyOf = (session: Session): Session =>
  (session.constructor as unknown as { deserialize(data: unknown): Session }).deserialize(session.serialize());

function putBack(session: Session, before: Session): void {
  for (const name of Object.keys(session)) delete (session as Record<string, unknown>)[name];
  Object.assign(session, before);
}
