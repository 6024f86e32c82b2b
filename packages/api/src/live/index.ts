// The live stream of the inbox: server-sent events from change rows, resumable, cut at once when the session ends.
export { createLive, type Live } from './live.ts';
