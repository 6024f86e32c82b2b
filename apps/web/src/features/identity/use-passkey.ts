'use client';

import type { PasskeyAnswer } from '@recado/core/identity/contract';
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { TrpcClient } from '../session/trpc-client.ts';

/** Whether this browser has been used with a passkey of ours; nobody's name goes with it. */
const MARK = 'recado.passkey';

/** Whether the browser knows passkeys at all; false until the page is awake. */
export function useKnowsPasskeys(): boolean {
  const [knows, setKnows] = useState(false);
  useEffect(() => setKnows(browserSupportsWebAuthn()), []);
  return knows;
}

/** Whether a ceremony ended because its person closed it or let it pass, or because another one took its place. */
export function isCalledOff(error: unknown): boolean {
  const name =
    error instanceof WebAuthnError
      ? ((error.cause as Error | undefined)?.name ?? error.name)
      : (error as Error | null)?.name;
  return name === 'NotAllowedError' || name === 'AbortError';
}

/** Whether the authenticator has a passkey of this account already. */
export const isHereAlready = (error: unknown): boolean =>
  error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';

/** Remembers that a passkey has been used here, so that the next login offers it in its field. */
export function notePasskey(): void {
  try {
    localStorage.setItem(MARK, '1');
  } catch {
    // a browser that keeps nothing still has the button
  }
}

/** What a passkey answers, as the server reads it. */
export type Answer = z.input<typeof PasskeyAnswer>;

/** What a passkey of this browser answers to a challenge of ours; `ask` gets that, for a login or for a fresh proof inside a session. */
export async function answerWithPasskey(ask: () => Promise<unknown>, inField = false): Promise<Answer> {
  // what went over the wire are the names and texts that the standard knows
  const optionsJSON = (await ask()) as PublicKeyCredentialRequestOptionsJSON;
  const { response, ...answer } = await startAuthentication({ optionsJSON, useBrowserAutofill: inField });
  return { ...answer, response: { ...response }, clientExtensionResults: {} };
}

/** Has this browser, or a phone near it, make a passkey as the server asked. */
export async function makePasskey(asked: unknown): Promise<Answer> {
  const { response, ...answer } = await startRegistration({
    optionsJSON: asked as PublicKeyCredentialCreationOptionsJSON,
  });
  return { ...answer, response: { ...response }, clientExtensionResults: {} };
}

/** A challenge waits five minutes for its answer; one that lies in a field is replaced before that. */
const FIELD_MS = 4 * 60_000;

/** Offers the passkeys of this browser inside the e-mail field, where one has been used before; silent about whatever prevents it. */
export function usePasskeyInField(client: TrpcClient, isWanted: boolean, onAnswer: (answer: Answer) => void): void {
  useEffect(() => {
    let isOver = false;
    const offer = async () => {
      if (!isWanted || !localStorage.getItem(MARK) || !(await browserSupportsWebAuthnAutofill()) || isOver) return;
      const answer = await answerWithPasskey(() => client.passkeys.begin.mutate(), true);
      if (!isOver) onAnswer(answer);
    };
    const begin = () => void offer().catch(() => {});
    begin();
    // a new ceremony calls the former one off
    const again = setInterval(begin, FIELD_MS);
    return () => {
      isOver = true;
      clearInterval(again);
      WebAuthnAbortService.cancelCeremony();
    };
  }, [client, isWanted, onAnswer]);
}
