// A closed document loader: pinned contexts, given documents, computed did:key; no network.
import * as bitstringStatus from '@digitalbazaar/vc-bitstring-status-list-context';
import * as didKey from '@digitalbazaar/did-method-key';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import dataIntegrity from '@digitalbazaar/data-integrity-context';
import fs from 'node:fs';
import statusList2021 from '@digitalbazaar/vc-status-list-context';

/** Contexts as their editors publish them: this program signs and verifies by these. */
export const published = new Map(
  [bitstringStatus, dataIntegrity, statusList2021].flatMap(each => [...each.contexts]));

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

export const read = file => JSON.parse(fs.readFileSync(file, 'utf8'));

/**
 * Make a loader that answers only for what it was given.
 *
 * @param {object} contexts - Pinned copies of what is not published here: {url: context}.
 * @param {object[]} documents - DID documents and status lists, found by their `id`.
 * @returns {Function} A JSON-LD document loader.
 */
export function closedLoader(contexts, documents) {
  const byId = new Map(documents.map(document => [document.id, document]));
  const keys = didKey.driver();
  keys.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
  return async url => {
    const [base] = url.split('#');
    let document = published.get(url) ?? contexts[url] ?? byId.get(url);
    if(!document && url.startsWith('did:key:')) {
      document = await keys.get({url});
    }
    if(!document && byId.has(base)) {
      const method = byId.get(base).verificationMethod?.find(each => each.id === url);
      document = method && {'@context': MULTIKEY, ...method};
    }
    if(!document) {
      throw new Error('offline loader: refused ' + url);
    }
    return {contextUrl: null, documentUrl: url, document: structuredClone(document)};
  };
}
