import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerSurvey, readSurvey } from '@recado/core/conversations';
import { type SurveyPage, surveyLimits } from '@recado/core/conversations/contract';
import { AppError, type PublicCtx } from '@recado/core/kernel';
import { surveyWords } from '@recado/i18n';
import { surveyPage } from './survey-page.ts';

/** A score and a comment of a thousand signs, each of which may take nine. */
const BODY_LIMIT = 16 * 1024;

/** The secret of an address `/r/<secret>`; null for every other address. */
export const surveyOf = (path: string): string | null => /^\/r\/([\w-]{1,100})$/.exec(path)?.[1] ?? null;

type Visit = { pub: PublicCtx };

/** The page of a question for whoever has its secret: no account, no script, no cookie. It lets nobody in and says nothing of a secret that is none. */
export const surveyDoor = {
  async surveyPage(_request: IncomingMessage, response: ServerResponse, { pub }: Visit, url: URL): Promise<void> {
    const token = surveyOf(url.pathname) ?? '';
    try {
      show(response, 200, surveyPage(await readSurvey(pub, token)));
    } catch (error) {
      refuse(response, error, pub.locale);
    }
  },
  async surveyAnswer(request: IncomingMessage, response: ServerResponse, { pub }: Visit, url: URL): Promise<void> {
    const token = surveyOf(url.pathname) ?? '';
    let known: SurveyPage | undefined;
    try {
      const form = await readForm(request);
      known = await readSurvey(pub, token);
      const comment = form.get('comment');
      await answerSurvey(pub, token, {
        score: form.get('score'),
        comment: comment?.replaceAll('\r\n', '\n').slice(0, surveyLimits.comment),
      });
      // looked at anew, so that a reload sends nothing again
      hide(response);
      response.writeHead(303, { location: `/r/${token}` }).end();
    } catch (error) {
      refuse(response, error, known?.language ?? pub.locale);
    }
  },
};

function hide(response: ServerResponse): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-robots-tag', 'noindex, nofollow');
}

function show(response: ServerResponse, status: number, page: string): void {
  hide(response);
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}

function refuse(response: ServerResponse, error: unknown, locale: string): void {
  if (!(error instanceof AppError)) throw error;
  const words = surveyWords(locale);
  const isTooOften = error.code === 'conversations.surveyTooOften';
  if (!isTooOften && error.code !== 'conversations.surveyGone' && error.code !== 'kernel.invalidInput') throw error;
  if (isTooOften) show(response, 429, surveyPage(null, { words, title: words.title, detail: words.tooOften }));
  else show(response, 404, surveyPage(null, { words, title: words.gone, detail: words.goneDetail }));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > BODY_LIMIT) throw new AppError('kernel.invalidInput', 'INVALID', { field: '', because: 'tooLong' });
    parts.push(part as Buffer);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}
