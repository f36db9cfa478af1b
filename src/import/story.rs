//! The text of a page out of its pieces: where it begins and ends, and what inside it is no part of it.

use std::collections::BTreeSet;

use super::body::{self, Kind, Piece};
use super::document::Block;
use super::{stamp, words};
use crate::markup::{NodeId, Tree};
use crate::text::fold;

/// A page's text, and what stands around it.
#[derive(Debug, Default)]
pub struct Story {
    /// Pieces between headline and text: standfirst, byline, dates, pictures.
    pub head: Vec<Piece>,
    /// The standfirst, and whether a second sign says that it is one.
    pub standfirst: Option<(String, bool)>,
    /// The text.
    pub body: Vec<Block>,
    /// Pieces after the text.
    pub tail: Vec<Piece>,
}

/// How many pieces after the headline a standfirst may stand.
const NEAR: usize = 8;

/// Tells the text of a page from the rest; `title` is the piece of the headline, `descriptions` what the page
/// says of itself for machines.
pub fn story(tree: &Tree, pieces: &[Piece], title: Option<usize>, descriptions: &[String]) -> Story {
    let others = title.map(|at| other_stories(tree, &pieces[at])).unwrap_or_default();
    let mut pieces = pieces[title.map_or(0, |at| at + 1)..].to_vec();
    drop_within(tree, &mut pieces, &others);
    if !pieces.iter().any(Piece::is_prose) {
        // a gallery: its captions are its text
        pieces.iter_mut().filter(|piece| piece.kind == Kind::Caption).for_each(|piece| piece.kind = Kind::Text);
    }
    let described: Vec<String> = descriptions.iter().map(|text| fold::key(text)).collect();
    let mut story = Story::default();
    if title.is_some() {
        let head = (0..pieces.len().min(NEAR)).find(|&at| is_head(&pieces[at], "standfirst_heads"));
        if let Some(at) = head.filter(|&at| pieces.get(at + 1).is_some_and(Piece::is_prose)) {
            pieces.remove(at);
            story.standfirst = Some((pieces.remove(at).text, true));
            pieces.retain(|piece| !is_head(piece, "text_heads"));
        }
        let found = (0..pieces.len().min(NEAR))
            .filter(|_| head.is_none())
            .find_map(|at| Some((at, standfirst(tree, &pieces, at, &described)?)));
        if let Some((at, sure)) = found {
            let text = pieces.remove(at).text;
            let again = fold::key(&text);
            pieces.retain(|piece| fold::key(&piece.text) != again);
            story.standfirst = Some((text, sure));
        }
    }
    let container = body::container(tree, &pieces);
    let boxes = boxes(tree, &pieces, container);
    drop_within(tree, &mut pieces, &boxes);
    let within = tree.within(&BTreeSet::from([container]));
    let inside: Vec<bool> = pieces.iter().map(|piece| within[piece.block.index()]).collect();
    let is_text = |at: usize| {
        inside[at] && pieces[at].is_prose() && !words::is_around(&pieces[at].text) && !is_date_line(&pieces[at].text)
    };
    let is_part = |at: usize| {
        is_text(at)
            || inside[at]
                && matches!(pieces[at].kind, Kind::Quote | Kind::Table(_) | Kind::Item(..))
                && !pieces[at].is_links()
                && !words::is_around(&pieces[at].text)
    };
    let Some(first) = (0..pieces.len()).find(|&at| is_text(at)) else {
        story.head = pieces;
        return story;
    };
    let last = (first..pieces.len()).rev().find(|&at| is_part(at)).unwrap_or(first);
    // `<b>Kanpur:</b>` above the first paragraph belongs into it
    let run_in =
        first.checked_sub(1).filter(|&at| inside[at] && pieces[at].kind == Kind::Text && is_run_in(&pieces[at].text));
    if let Some(at) = run_in {
        pieces[first].text = format!("{} {}", pieces[at].text, pieces[first].text);
    }
    // the main points before the text
    let points =
        (0..first).rev().find(|&at| words::table("key_points").contains(&fold::key(&pieces[at].text).as_str()));
    let is_point = |at: usize| points.is_some_and(|head| head <= at) && !pieces[at].is_links();
    // a sub-head or a caption may open the text
    let start = (0..first)
        .rev()
        .take_while(|&at| {
            inside[at] && (matches!(pieces[at].kind, Kind::Caption | Kind::Heading(_) | Kind::Table(_)) || is_point(at))
        })
        .last();
    let start = start.unwrap_or(first);
    story.head = (0..first).filter(|&at| title.is_some() || inside[at]).map(|at| pieces[at].clone()).collect();
    story.tail = pieces[last + 1..].to_vec();
    let text: Vec<&Piece> = (start..=last).filter(|&at| inside[at]).map(|at| &pieces[at]).collect();
    story.body = blocks(tree, &text);
    story
}

/// Leaves out the pieces below `tops`.
fn drop_within(tree: &Tree, pieces: &mut Vec<Piece>, tops: &BTreeSet<NodeId>) {
    if !tops.is_empty() {
        let within = tree.within(tops);
        pieces.retain(|piece| !within[piece.block.index()]);
    }
}

/// Elements behind the one that holds the headline, of the same kind and with a headline of their own: the next
/// stories of a page that goes on and on.
fn other_stories(tree: &Tree, title: &Piece) -> BTreeSet<NodeId> {
    let level = tree.tag(title.block);
    let mut others = BTreeSet::new();
    for own in tree.up(title.block).skip(1) {
        let Some(class) = tree.attribute(own, "class").filter(|class| !class.is_empty() && level.starts_with('h'))
        else {
            continue;
        };
        let behind = std::iter::successors(tree.next(own), |node| tree.next(*node));
        let alike = |node: &NodeId| tree.tag(*node) == tree.tag(own) && tree.attribute(*node, "class") == Some(class);
        others.extend(behind.filter(alike).filter(|node| tree.below(*node).any(|below| tree.tag(below) == level)));
    }
    others
}

/// Boxes of other stories: elements inside `container` that open with a heading that is a link, or with words
/// such as ये भी पढ़ें.
fn boxes(tree: &Tree, pieces: &[Piece], container: NodeId) -> BTreeSet<NodeId> {
    let mut seen: BTreeSet<NodeId> = BTreeSet::new();
    let mut boxes = BTreeSet::new();
    for piece in pieces {
        let above = || tree.up(piece.block).take_while(|above| *above != container);
        let linked = matches!(piece.kind, Kind::Heading(_)) && piece.is_links();
        if linked || words::heads_a_list(&fold::key(&piece.text)) {
            boxes.extend(above().take_while(|above| !seen.contains(above)).last());
        }
        // what is above something seen was seen too
        tree.up(piece.block).take_while(|above| seen.insert(*above)).for_each(drop);
    }
    boxes
}

/// Whether a heading is one of a table: सार, विस्तार.
fn is_head(piece: &Piece, table: &str) -> bool {
    matches!(piece.kind, Kind::Heading(_)) && words::table(table).contains(&fold::key(&piece.text).as_str())
}

/// Whether the piece at `at` is the standfirst, and whether two signs say so.
fn standfirst(tree: &Tree, pieces: &[Piece], at: usize, described: &[String]) -> Option<bool> {
    let piece = &pieces[at];
    if piece.is_links()
        || !matches!(piece.kind, Kind::Text | Kind::Heading(2..) | Kind::Item(..))
        || words::is_around(&piece.text)
    {
        return None;
    }
    let key = fold::key(&piece.text);
    let words = key.split(' ').count();
    let described = described.iter().any(|text| *text == key || key.len() > 40 && text.starts_with(&key));
    let named = tree.up(piece.block).take(2).any(|node| {
        let names = body::names(tree, node);
        let is = |name: &str| words::table("standfirst_names").contains(&name);
        names.iter().any(|name| is(name)) || names.windows(2).any(|two| is(&two.concat()))
    });
    // the first of several paragraphs of one kind is the text itself
    let one_of_many = pieces[at + 1..]
        .iter()
        .filter(|other| signature(tree, other) == signature(tree, piece) && other.is_prose())
        .count()
        > 0
        && piece.kind == Kind::Text;
    if words < 4 || one_of_many {
        return None;
    }
    let before_byline = || {
        let mut head = pieces[at + 1..].iter().take_while(|piece| !piece.is_prose()).take(4);
        let only = !pieces[at + 1..].iter().any(|other| signature(tree, other) == signature(tree, piece));
        // bold above a byline or a date, unless a place opens it
        let bold = piece.bold && piece.kind == Kind::Text && !piece.text.contains(['।', ':']);
        at == 0
            && words > 5
            && (matches!(piece.kind, Kind::Heading(_)) && only
                || (matches!(piece.kind, Kind::Heading(_)) || bold) && head.any(|piece| is_date_line(&piece.text)))
    };
    (described || named || before_byline()).then_some(described)
}

/// Whether a line is a place with its colon.
fn is_run_in(text: &str) -> bool {
    text.ends_with(':')
        && text.split(' ').count() <= 4
        && !text.bytes().any(|b| b.is_ascii_digit())
        && !stamp::line(text).labelled
}

/// What a piece looks like: two of one kind of paragraph have the same.
fn signature<'a>(tree: &'a Tree, piece: &Piece) -> (&'a str, &'a str, Option<NodeId>) {
    (tree.tag(piece.block), tree.attribute(piece.block, "class").unwrap_or_default(), tree.parent(piece.block))
}

/// Whether a line is little more than a date.
pub fn is_date_line(text: &str) -> bool {
    if text.len() > 300 {
        return false;
    }
    let line = stamp::line(text);
    let of_event = || !line.labelled && words::has_any(text, "event_dates");
    // no date line ends with a danda: `अंतिम सूची 10 अप्रैल को आएगी।`
    let danda = || !line.labelled && text.trim_end().ends_with('।');
    let sentence = || words::ends_sentence(text) && (line.rest > 15 || danda());
    !line.readings.is_empty() && line.rest <= 45 && !of_event() && !sentence()
}

/// Whether a short line says that it belongs to a picture: `… (फाइल फोटो)`, `Photo: staff`.
pub fn is_caption(text: &str) -> bool {
    let short = text.chars().count() < 160;
    let at_mark = |word: &str| {
        let key = fold::key(text);
        key.ends_with(word) && !words::ends_sentence(text)
            || text.split_once([':', '-']).is_some_and(|(before, _)| fold::key(before).ends_with(word))
    };
    short && words::table("picture").iter().any(|word| at_mark(word))
}

fn blocks(tree: &Tree, pieces: &[&Piece]) -> Vec<Block> {
    let look = |piece: &Piece| {
        let (tag, class, _) = signature(tree, piece);
        (tag.to_owned(), class.to_owned())
    };
    let trusted: BTreeSet<_> = pieces.iter().filter(|piece| piece.is_prose()).map(|piece| look(piece)).collect();
    let mut body = Body::default();
    for piece in pieces {
        let key = fold::key(&piece.text);
        if words::is_around(&piece.text) || is_date_line(&piece.text) && piece.kind == Kind::Text {
            body.elsewhere = words::heads_a_list(&key);
            continue;
        }
        let elsewhere = std::mem::take(&mut body.elsewhere);
        let bare = piece.kind == Kind::Text && !piece.is_prose();
        match &piece.kind {
            Kind::Table(rows) => body.push(Block::Table(rows.clone())),
            Kind::Caption => body.caption(&piece.text),
            _ if piece.is_links() => body.elsewhere = elsewhere,
            Kind::Heading(_) => body.heading = Some(piece.text.clone()),
            Kind::Item(list, numbered) => body.item(*list, *numbered, &piece.text),
            Kind::Quote => body.push(Block::Quote(piece.text.clone())),
            Kind::Text if bare && is_caption(&piece.text) => body.caption(&piece.text),
            Kind::Text if bare && piece.bold => body.heading = Some(piece.text.clone()),
            Kind::Text if bare && (elsewhere || !trusted.contains(&look(piece))) => {}
            Kind::Text => body.push(Block::Paragraph(piece.text.clone())),
        }
    }
    body.blocks
}

/// A body that is being put together.
#[derive(Default)]
struct Body {
    blocks: Vec<Block>,
    /// Texts that are in it.
    told: BTreeSet<String>,
    /// A sub-head that waits for what it heads.
    heading: Option<String>,
    /// The list that the last block belongs to.
    list: Option<NodeId>,
    /// Whether a line before said that other stories follow.
    elsewhere: bool,
}

impl Body {
    fn push(&mut self, block: Block) {
        let again = matches!(&block, Block::Paragraph(text) | Block::Quote(text) if !self.told.insert(text.clone()));
        if again {
            return;
        }
        self.list = None;
        self.blocks.extend(self.heading.take().map(Block::Heading));
        self.blocks.push(block);
    }

    /// A caption, which no sub-head heads.
    fn caption(&mut self, text: &str) {
        if self.told.insert(text.to_owned()) {
            self.list = None;
            self.blocks.push(Block::Caption(text.to_owned()));
        }
    }

    fn item(&mut self, list: NodeId, numbered: bool, text: &str) {
        if self.list != Some(list) {
            self.push(Block::List(numbered, Vec::new()));
            self.list = Some(list);
        }
        if let Some(Block::List(_, items)) = self.blocks.last_mut() {
            items.push(text.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_no_date_line() {
        for line in ["10 अप्रैल 2026", "प्रकाशित: 10 अप्रैल 2026, 18:30 बजे", "Updated on April 10, 2026."]
        {
            assert!(is_date_line(line), "{line}");
        }
        for text in ["अंतिम सूची 10 अप्रैल 2026 को आएगी।", "मतदान 20 मई को होगा।", "नामांकन 12 अप्रैल से शुरू होंगे और 19 तक चलेंगे।"]
        {
            assert!(!is_date_line(text), "{text}");
        }
    }
}
