// One's own history as a file to take away.
export { isHistoryFile, serveHistory } from './serve-history.ts';
