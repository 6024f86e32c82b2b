'use client';

import { useCallback, useEffect, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';

/** `missing` where a browser or this installation cannot; `install` where the browser asks to be installed first. */
export type PushState = 'looking' | 'missing' | 'install' | 'denied' | 'off' | 'on';

const isAbleTo = () => 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
const isIos = () => /iPhone|iPad/.test(navigator.userAgent);
const keptName = 'recado.push';

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

function keysOf(subscription: PushSubscription): { endpoint: string; p256dh: string; auth: string } {
  const { endpoint = '', keys } = subscription.toJSON();
  return { endpoint, p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' };
}

/** A browser that is told by push is told in the name of the present session, whoever's the former one was. */
export function usePushKeeper(): void {
  const { client, viewer, config } = useDesk();
  const { sessionId } = viewer;
  useEffect(() => {
    if (!config.pushKey || !isAbleTo() || Notification.permission !== 'granted') return;
    if (sessionStorage.getItem(keptName) === sessionId) return;
    const keep = async () => {
      const subscription = await subscriptionHere();
      if (subscription) await client.notifications.subscribePush.mutate(keysOf(subscription));
      sessionStorage.setItem(keptName, sessionId);
    };
    // the next page tries again
    keep().catch(() => {});
  }, [client, config.pushKey, sessionId]);
}

/** Whether this device is told by push, and the presses that change it. */
export function usePush(): { state: PushState; turnOn(): Promise<void>; turnOff(): Promise<void> } {
  const { client, config } = useDesk();
  const [state, setState] = useState<PushState>('looking');
  const look = useCallback(async () => {
    if (!config.pushKey) return setState('missing');
    if (!isAbleTo()) return setState(isIos() ? 'install' : 'missing');
    if (Notification.permission === 'denied') return setState('denied');
    setState((await subscriptionHere()) ? 'on' : 'off');
  }, [config.pushKey]);
  useEffect(() => void look().catch(() => setState('missing')), [look]);
  return {
    state,
    async turnOn() {
      if ((await Notification.requestPermission()) !== 'granted') return await look();
      const registration = await navigator.serviceWorker.ready;
      const subscription = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: config.pushKey,
      });
      try {
        await client.notifications.subscribePush.mutate(keysOf(subscription));
      } catch (error) {
        await subscription.unsubscribe();
        throw error;
      }
      setState('on');
    },
    async turnOff() {
      await client.notifications.unsubscribePush.mutate();
      await (await subscriptionHere())?.unsubscribe();
      setState('off');
    },
  };
}
