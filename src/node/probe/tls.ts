/** Does the address complete a TLS handshake, with a certificate that holds for the target's name? */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { hostPort } from '../../core/probe/address.js';
import type { Observation } from '../../core/probe/classify.js';
import { certificateClass, tlsClass } from '../../core/probe/classes/tls.js';
import { rawError } from '../../core/probe/rawError.js';
import { replayTls } from '../../core/probe/replay.js';
import type { RawError } from '../../core/probe/types.js';
import { bounded, clean } from '../../core/report/untrusted.js';
import { handleClosed } from './handleClosed.js';
import { conduct, roundMs, type AddressProbe, type Exchange, type Question, type Start } from './question.js';
import { tlsOptions } from './tlsOptions.js';

/** The handshake alone, without ALPN: what is offered there is the question of the next rung. */
export const askTls: AddressProbe = (question, signal) => {
  const { target, address, trust } = question;
  return conduct('tls', question, hostPort(address, target.port), replayTls(target, address, trust, []), (start) => new Handshake(question, start), signal);
};

/** How long a server has to refuse a client that showed no certificate, after its handshake looks complete. ms */
const VERDICT_WAIT_MS = 1000;

/** Characters of a certificate's names that an excerpt shows. */
const SHOWN_NAMES = 200;

class Handshake implements Exchange {
  readonly phases: { connect?: number; tls?: number } = {};
  readonly #question: Question;
  /** Apart from the TLS socket, which counts no bytes until its handshake is done. */
  readonly #raw: Socket;
  readonly #socket: TLSSocket;
  readonly #closed: Promise<unknown>;
  #keys = false;
  #said = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(question: Question, start: Start) {
    this.#question = question;
    const options = tlsOptions(question, []);
    const raw = connectTcp({ host: options.host, port: options.port });
    // Judged below and not by Node, which would end the connection before anything could be told of the certificate.
    const socket = connectTls({ ...options, socket: raw, rejectUnauthorized: false });
    this.#raw = raw;
    this.#socket = socket;
    this.#closed = Promise.all([handleClosed(raw), handleClosed(socket)]);
    raw.once('connect', () => (this.phases.connect = start.elapsed()));
    socket.once('keylog', () => (this.#keys = true));
    socket.once('secureConnect', () => (this.phases.tls = roundMs(start.elapsed() - (this.phases.connect ?? 0))));
  }

  ended(signal: AbortSignal): Promise<Observation | undefined> {
    return new Promise((resolve) => {
      for (const socket of [this.#raw, this.#socket]) socket.on('error', (error) => resolve(this.#failed(rawError(error))));
      this.#socket.once('secureConnect', () => this.#judge(resolve));
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
  }

  overdue(error: RawError): Observation {
    return { type: 'deadline', error };
  }

  excerpt(): string {
    return this.#said;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#socket.destroy();
    this.#raw.destroy();
    await this.#closed;
  }

  #judge(resolve: (seen: Observation) => void): void {
    const certificate = this.#socket.getPeerCertificate();
    this.#said = [`${this.#socket.getProtocol() ?? 'TLS'}, ${this.#socket.getCipher().standardName}`, certificateText(certificate)].join('\n');
    const problem = this.#question.trust.verify ? authorizationProblem(this.#socket) : undefined;
    if (problem !== undefined) {
      resolve({ type: 'judged', class: certificateClass(problem), error: { code: problem, reason: clean(bounded(certificateText(certificate), 300)) } });
      return;
    }
    const answer = (): void => resolve({ type: 'answer' });
    // In TLS 1.3 the client is done before the server has judged it: a ticket or the end of the connection says that it was accepted, an alert that it was not.
    this.#socket.once('session', answer);
    this.#socket.once('close', answer);
    this.#timer = setTimeout(answer, VERDICT_WAIT_MS);
    this.#socket.resume();
    this.#socket.end();
  }

  #failed(error: RawError): Observation {
    const answer = tlsClass(error);
    // After the keys were agreed on, a server that refuses is one that got no certificate: TLS 1.2 has no alert of its own for that.
    if (answer === 'handshake-refused' && this.#keys) return { type: 'judged', class: 'client-cert-required', error };
    if (answer === undefined && error.code === 'ECONNRESET' && error.syscall !== 'connect' && this.#raw.bytesRead > 0) return { type: 'judged', class: 'truncated', error };
    return { type: 'error', error };
  }
}

/** Node's code for what is wrong with the certificate: its types say Error, what stands there is the code. */
function authorizationProblem(socket: TLSSocket): string | undefined {
  const problem: unknown = socket.authorizationError;
  if (socket.authorized) return undefined;
  if (typeof problem === 'string') return problem;
  return problem instanceof Error ? (rawError(problem).code ?? problem.message) : 'the certificate was not accepted';
}

function certificateText(certificate: PeerCertificate | undefined): string {
  // A server without a certificate (a pre-shared key) gives an empty object.
  if (certificate?.subject === undefined) return 'no certificate';
  const { subject, issuer, valid_from: from, valid_to: to, subjectaltname: names } = certificate;
  return clean(`certificate of ${bounded(nameText(subject), SHOWN_NAMES)}, issued by ${bounded(nameText(issuer), SHOWN_NAMES)}, valid from ${from} to ${to}, for ${bounded(names ?? 'no name', SHOWN_NAMES)}`);
}

function nameText(name: object): string {
  const { CN, O } = name as { readonly CN?: string | string[]; readonly O?: string | string[] };
  return [CN, O].flat().find((part) => part !== undefined) ?? '(no name)';
}
