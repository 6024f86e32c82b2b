// The page of an access link: opens it with the secret of the fragment, and is a small desk from then on. One script, without a framework.
import type { Visit } from '@recado/core/access/contract';
import type { ChannelRow } from '@recado/core/channels/contract';
import { desk, parts } from './desk.ts';
import { drawFrame } from './frame.ts';
import { arrive, askStop } from './gate.ts';
import { listParts, reload, showFirst } from './list.ts';
import { listen, lookNow, loseLine } from './live.ts';
import { showModule } from './modules.ts';
import { drawDown, markRead, showThread } from './thread.ts';
import { askedId, isAboutNotices, read } from './wire.ts';

// what the link is worth has changed, or a conversation was opened from a tab
parts.drawModules = () => showModule(history.state?.m);
parts.begin = async (visit: Visit, first) => {
  desk.visit = visit;
  drawFrame(listParts);
  if (first) showFirst(first);
  showModule(history.state?.m);
  listen();
  if (askedId) {
    if (history.state?.c !== askedId) {
      // from a mail: the way back leads to the list, not out
      history.replaceState(null, '');
      history.pushState({ c: askedId }, '');
    }
    void showThread(askedId);
  }
  // what changed between the rows that came along and the stream's beginning is seen by reading them once more
  const [channels] = await Promise.all([read<ChannelRow[]>('connections').catch(() => []), reload()]);
  desk.channels = channels;
  drawDown();
};

addEventListener('popstate', () => {
  if (!desk.visit || desk.isOver) return;
  showModule(history.state?.m);
  void showThread(history.state?.c);
});
// another link that is put into the same address bar is opened like any other
addEventListener('hashchange', () => location.reload());
addEventListener('online', lookNow);
addEventListener('offline', () => desk.visit && loseLine());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible' || !desk.visit) return;
  lookNow();
  markRead();
});
addEventListener('beforeunload', (event) => {
  if (desk.pending.length > 0) event.preventDefault();
});

if (isAboutNotices) askStop();
else void arrive();
