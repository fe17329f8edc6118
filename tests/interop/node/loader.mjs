// A closed document loader: pinned contexts, given documents, computed did:key; no network.
import fs from 'node:fs';
import * as didKey from '@digitalbazaar/did-method-key';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

export const read = file => JSON.parse(fs.readFileSync(file, 'utf8'));

/**
 * Make a loader that answers only for what it was given.
 *
 * @param {object} contexts - Pinned copies: {url: context}.
 * @param {object[]} documents - DID documents and status lists, found by their `id`.
 * @returns {Function} A JSON-LD document loader.
 */
export function closedLoader(contexts, documents) {
  const byId = new Map(documents.map(document => [document.id, document]));
  const keys = didKey.driver();
  keys.use({multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from});
  return async url => {
    const [base] = url.split('#');
    let document = contexts[url] ?? byId.get(url);
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
