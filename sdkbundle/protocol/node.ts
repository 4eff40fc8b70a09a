/** Nodes as they are written into full snapshots and adds. */

export const NodeType = {document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5} as const;

/** A value of null takes an attribute away (in mutations); `true` is live state, as in rrweb. */
export type AttributeValue = string | number | true | null;
export type Attributes = Record<string, AttributeValue>;

interface Common {
  id: number;
  /**
   * Id of the frame's document that the node is in; left out in the top document, and of documents: rrweb's player takes none in
   * that says to be in one which is not there yet.
   */
  rootId?: number;
  /** A direct child of its parent's shadow root. */
  isShadow?: true;
  /**
   * A direct child of a template's content: it belongs under `content` of the template that is its
   * parent. Others put it under the template itself, where nobody sees it.
   */
  isContent?: true;
}

export interface DocumentNode extends Common {
  type: 0;
  childNodes: SerialNode[];
  compatMode?: 'BackCompat';
  /** Media type, unless it is text/html: in an XML document names keep their case and CDATA exists. */
  contentType?: string;
  /** The address that relative addresses of the document are resolved against, if no masking rule hides it. */
  base?: string;
}

export interface DoctypeNode extends Common {
  type: 1;
  name: string;
  publicId: string;
  systemId: string;
}

/** How a shadow root was made. What has its default value is left out. */
export interface ShadowInit {
  mode: 'open' | 'closed';
  delegatesFocus?: true;
  slotAssignment?: 'manual';
  clonable?: true;
  serializable?: true;
}

export interface ElementNode extends Common {
  type: 2;
  /** Lower case, as rrweb writes it; "div" for a name that rrweb could not create. */
  tagName: string;
  attributes: Attributes;
  childNodes: SerialNode[];
  isSVG?: true;
  isShadowHost?: true;
  /** It was a defined custom element: `:defined` holds. */
  isCustom?: true;

  /** Namespace, unless it is HTML's, or SVG's on a node that has isSVG; "" is no namespace. */
  ns?: string;
  /** Qualified name with its case, if it is not tagName: create the element by `ns` and this. */
  qname?: string;
  /** Namespaces of attributes that have one other than xlink:, xml: and xmlns: by their names. */
  attrNS?: Record<string, string>;
  /**
   * What attributes really are in the page where `attributes` has live state in their place (value,
   * checked, selected, open of a dialog); null if they are not there. Set these as attributes, then
   * set `value`, `checked` and `selected` of `attributes` as properties: a value as typed.
   */
  raw?: Record<string, string | null>;
  /** The element has this shadow root, be it empty. Attach it as it says before anything else. */
  shadow?: ShadowInit;
  /** The `is` that the element was created with. */
  is?: string;
}

export interface TextNode extends Common {
  type: 3;
  textContent: string;
  /** A CDATA section: make it one where the document is XML. */
  cdata?: true;
}

export interface CommentNode extends Common {
  type: 5;
  textContent: string;
  /** A processing instruction of this target, with textContent as its data. */
  target?: string;
}

export type SerialNode = DocumentNode | DoctypeNode | ElementNode | TextNode | CommentNode;
