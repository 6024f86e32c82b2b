import { isHistoryFile } from '@recado/api/history';
import { isLogo } from '@recado/api/logo';
import { isPhoto } from '@recado/api/photo';
import type { RateClass } from '@recado/api/rates';
import { BILLING_PATH } from './billing-door.ts';
import { fileRoutes } from './file-door.ts';
import { OPERATOR_LOGO_PATH } from './operator-logo.ts';
import { surveyOf } from './survey-door.ts';
import { visitOf } from './visitor-door.ts';

export type FrontDoorRoute = {
  isBehindSession: boolean;
  /** Whether it gives what a session alone must not: it asks for a proof of the last ten minutes. */
  asksForProof?: true;
  rate: RateClass | 'of each procedure' | 'not counted';
  takes(method: string, path: string): boolean;
};

/**
 * The ways past the front door, whether each shows something of a session's, and its class of rates: the API's procedures have their own, and
 * pages with their assets are not counted. Whatever none of the others takes is a page.
 */
export const frontDoorRoutes = {
  api: { isBehindSession: false, rate: 'of each procedure', takes: (_method, path) => path.startsWith('/api/trpc/') },
  oauth: {
    isBehindSession: false,
    rate: 'auth',
    takes: (method, path) => method === 'GET' && path.startsWith('/oauth/'),
  },
  live: { isBehindSession: true, rate: 'app', takes: (_method, path) => path === '/live' },
  upload: { isBehindSession: true, rate: 'app', takes: (method, path) => path === '/media' && method === 'POST' },
  media: {
    isBehindSession: true,
    rate: 'app',
    takes: (method, path) => path.startsWith('/media/') && (method === 'GET' || method === 'HEAD'),
  },
  history: {
    isBehindSession: true,
    asksForProof: true,
    rate: 'app',
    takes: (method, path) => isHistoryFile(path) && method === 'GET',
  },
  ...fileRoutes,
  ownPhoto: { isBehindSession: true, rate: 'photo', takes: (method, path) => path === '/photo' && method === 'POST' },
  photo: {
    isBehindSession: true,
    rate: 'app',
    takes: (method, path) => isPhoto(path) && (method === 'GET' || method === 'HEAD'),
  },
  ownLogo: { isBehindSession: true, rate: 'photo', takes: (method, path) => path === '/logo' && method === 'POST' },
  logo: {
    isBehindSession: true,
    rate: 'app',
    takes: (method, path) => isLogo(path) && (method === 'GET' || method === 'HEAD'),
  },
  // whoever runs the installation shows theirs to anybody, also before they are in
  operatorLogo: {
    isBehindSession: false,
    rate: 'not counted',
    takes: (method, path) => path === OPERATOR_LOGO_PATH && (method === 'GET' || method === 'HEAD'),
  },
  // visitors by an access link: their cookie belongs to the path of their link, and no session's is looked at there
  linkExchange: {
    isBehindSession: false,
    rate: 'link',
    takes: (method, path) => visitOf(path)?.at === 'exchange' && method === 'POST',
  },
  linkNotices: {
    isBehindSession: false,
    rate: 'link',
    takes: (method, path) => visitOf(path)?.at === 'stop-notices' && method === 'POST',
  },
  visitorApi: {
    isBehindSession: false,
    rate: 'of each procedure',
    takes: (_method, path) => visitOf(path)?.at === 'api',
  },
  visitorLive: { isBehindSession: false, rate: 'app', takes: (_method, path) => visitOf(path)?.at === 'live' },
  visitorMedia: {
    isBehindSession: false,
    rate: 'app',
    takes: (method, path) => visitOf(path)?.at === 'media' && (method === 'GET' || method === 'HEAD'),
  },
  visitorLogo: {
    isBehindSession: false,
    rate: 'app',
    takes: (method, path) => visitOf(path)?.at === 'logo' && (method === 'GET' || method === 'HEAD'),
  },
  visitorPage: { isBehindSession: false, rate: 'not counted', takes: (_method, path) => path.startsWith('/w/') },
  // whoever was asked how it went, by the secret of the question
  surveyPage: {
    isBehindSession: false,
    rate: 'link',
    takes: (method, path) => surveyOf(path) !== null && (method === 'GET' || method === 'HEAD'),
  },
  surveyAnswer: {
    isBehindSession: false,
    rate: 'link',
    takes: (method, path) => surveyOf(path) !== null && method === 'POST',
  },
  // who pays is said by what the provider signed, and by nothing else; it calls in bursts from few addresses
  billingEvent: {
    isBehindSession: false,
    rate: 'not counted',
    takes: (method, path) => path === BILLING_PATH && method === 'POST',
  },
  serviceWorker: {
    isBehindSession: false,
    rate: 'not counted',
    takes: (method, path) => path === '/sw.js' && (method === 'GET' || method === 'HEAD'),
  },
  page: { isBehindSession: true, rate: 'not counted', takes: () => true },
} satisfies Record<string, FrontDoorRoute>;

export type RouteName = keyof typeof frontDoorRoutes;

/** Which of them a request takes. */
export const routeOf = (method: string, path: string): RouteName =>
  (Object.keys(frontDoorRoutes) as RouteName[]).find((name) => frontDoorRoutes[name].takes(method, path)) ?? 'page';
