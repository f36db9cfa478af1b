//! Draws the SVG of a share image as PNG. It has the built-in fonts and nothing else: no font of the machine, no file.

use std::sync::{Arc, LazyLock};

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};
use rustc_hash::FxHashMap;

use super::lines::{SANS, SERIF};
use super::{HEIGHT, WIDTH};

/// What is the same for all pictures.
pub static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for face in [&SANS, &SERIF] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(face.bytes)));
    }
    fonts.set_sans_serif_family("Digest Sans");
    fonts.set_serif_family("Digest Serif");
    Options {
        font_family: "Digest Sans".to_owned(),
        fontdb: Arc::new(fonts),
        // pictures would be read from the disk
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
});

/// The picture that an SVG draws, as PNG.
///
/// # Errors
/// What is wrong with the SVG, in words.
pub fn png(svg: &[u8]) -> Result<Vec<u8>, String> {
    let tree = Tree::from_data(svg, &OPTIONS).map_err(|error| error.to_string())?;
    let size = tree.size();
    if (size.width(), size.height()) != (WIDTH as f32, HEIGHT as f32) {
        let (width, height) = (size.width(), size.height());
        return Err(format!("a share image is {WIDTH} by {HEIGHT}, and this one is {width} by {height}"));
    }
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or("no room for the picture")?;
    pixels.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    encode(pixels.data()).map_err(|error| error.to_string())
}

/// Pixels of four bytes, none of them transparent, as PNG.
fn encode(pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, WIDTH, HEIGHT);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    let bytes = match indexed(pixels) {
        Some((palette, places)) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(palette);
            encoder.set_filter(Filter::Up);
            places
        }
        None => {
            encoder.set_color(ColorType::Rgb);
            pixels.chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect()
        }
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&bytes)?;
    writer.finish()?;
    Ok(out)
}

/// The colours of a picture with at most 256, and for each pixel the place of its own.
fn indexed(pixels: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut palette, mut known) = (Vec::new(), FxHashMap::default());
    let mut places = Vec::with_capacity(pixels.len() / 4);
    // no pixel is transparent
    let mut last = (&[0; 4], 0);
    for pixel in pixels.as_chunks::<4>().0 {
        if pixel != last.0 {
            let place = match known.get(pixel) {
                Some(place) => *place,
                None => {
                    let place = u8::try_from(known.len()).ok()?;
                    palette.extend_from_slice(&pixel[..3]);
                    known.insert(pixel, place);
                    place
                }
            };
            last = (pixel, place);
        }
        places.push(last.1);
    }
    Some((palette, places))
}
