package model_test

import (
	"testing"

	"replaylab/lab/model"
)

func TestSpecialAttributes(t *testing.T) {
	d := apply(t, full(
		el(4, "div", J{"rr_width": "10px", "rr_height": "20px", "class": "x"}),
		el(5, "img", J{"rr_dataURL": "data:x"}),
		el(6, "dialog", J{"open": "", "rr_open_mode": "modal"}),
		el(7, "dialog", J{"open": ""}),
		el(8, "video", J{"rr_mediaState": "played", "rr_mediaMuted": false, "rr_mediaVolume": 0.5, "rr_mediaCurrentTime": 3, "rr_mediaLoop": true, "muted": true}),
		el(9, "audio", J{"rr_mediaState": "paused", "rr_mediaCurrentTime": 2.04, "rr_mediaPlaybackRate": 1.5, "muted": true}),
		el(10, "link", J{"_cssText": "p { top: 1px; }", "media": "print"}),
		el(11, "p", J{"_cssText": "stays", "checked": true}),
		el(12, "details", J{"open": true}),
		el(13, "dialog", J{"id": "x", "rr_open_mode": "modal"}),
		el(14, "div", J{"rr_open_mode": "modal", "rr_mediaState": "played", "rr_scrollTop": "far", "rr_scrollLeft": "Inf"}),
		el(15, "option", J{"selected": ""}),
	))
	wantBody(t, d, `div[class=x rr_height=20px rr_width=10px] img[rr_dataURL=data:x] dialog[open=]{open=modal} dialog[open=]{open=dialog} `+
		`video[muted= rr_mediaLoop=]{media=playing volume=0.5} audio[muted=]{media=paused mediaTime=2.0 muted=true playbackRate=1.5} link[media=print]{sheet=p { top: 1px; }} p[_cssText=stays checked=] details[open=] dialog[id=x] div[rr_mediaState=played rr_open_mode=modal rr_scrollLeft=Inf rr_scrollTop=far] option[selected=]{selected=true}`)
}

// A dialog that closes is reported by its attribute alone; some recorders send a mode with it.
func TestDialog(t *testing.T) {
	d := apply(t, full(el(4, "dialog", nil)), mutateAttrs(4, J{"open": "", "rr_open_mode": "modal"}))
	wantBody(t, d, `dialog[open=]{open=modal}`)
	if err := d.Apply(mutateAttrs(4, J{"open": nil, "rr_open_mode": "non-modal"})); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `dialog`)
	if err := d.Apply(setAttr(4, "open", "")); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `dialog[open=]{open=dialog}`)
}

func TestAttributeMutations(t *testing.T) {
	d := apply(t, full(el(4, "p", J{"a": "1", "b": "2"})), mutateAttrs(4, J{"a": nil, "b": 3, "c": true, "d": false, "": "x"}))
	wantBody(t, d, `p[b=3 c=]`)
	if c := d.Changed(4); c.Attributes != 1 || c.Placed != 0 {
		t.Errorf("history: %+v", c)
	}
}

func TestStyleObjects(t *testing.T) {
	d := apply(t, full(el(4, "p", J{"style": "color: red; /* k;ept */ background: url(data:image/png;base64,AA==)"})),
		setAttr(4, "style", J{"color": "blue", "top": []string{"1px", "important"}, "left": false}))
	wantBody(t, d, `p[style=color: blue; /* k;ept */ background: url(data:image/png;base64,AA==); top: 1px !important;]`)
	if err := d.Apply(setAttr(4, "style", J{"color": false, "background": "", "top": nil})); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `p[style=]`)
	wantError(t, d, setAttr(4, "style", J{"top": []any{[]int{1}}, "left": 5}), "style of node 4: property \"top\" cannot be [1]")
	wantBody(t, d, `p[style=left: 5;]`)
	if err := d.Apply(setAttr(4, "style", J{"color": "red; top: 1px"})); !model.Benign(err) {
		t.Errorf("what a browser refuses is benign: %v", err)
	}
	if err := d.Apply(setAttr(4, "style", J{"color": "red; top: 1px", "top": true})); err == nil || model.Benign(err) {
		t.Errorf("what no recorder may send is not: %v", err)
	}
	wantError(t, d, setAttr(4, "style", J{"color": "red; top: 1px", "no name": "x"}),
		"style of node 4: set \"color\" to \"red; top: 1px\": a browser refuses it; style of node 4: set \"no name\" to \"x\": a browser refuses it")
	wantBody(t, d, `p[style=left: 5;]`)
	if err := d.Apply(setAttr(4, "style", nil)); err != nil {
		t.Error(err)
	}
	wantBody(t, d, `p`)
}

// New properties go into the text in the order of the event, which Go's maps do not keep.
func TestStyleObjectOrder(t *testing.T) {
	// Other changes in the event have no order to tell, or none that can be read.
	mixed := `{"type":3,"timestamp":1,"data":{"source":0,"attributes":[{"id":4,"attributes":{"style":"color: red"}},{"id":5,"attributes":{"style":null}},{"id":5,"attributes":{"style":{"top":"2px","left":"4px","bottom":"1px"}}},{"id":4}]}}`
	d := apply(t, full(el(4, "p", nil), el(5, "i", nil)), parse(t, mixed))
	wantBody(t, d, `p[style=color: red] i[style=top: 2px; left: 4px; bottom: 1px;]`)
	raw := `{"type":3,"timestamp":1,"data":{"source":0,"attributes":[{"id":4,"attributes":{"style":{"z-index":"1","top":"2px","bottom":"3px","left":"4px"}}}]}}`
	for range 20 {
		d := apply(t, full(el(4, "p", nil)), parse(t, raw))
		wantBody(t, d, `p[style=z-index: 1; top: 2px; bottom: 3px; left: 4px;]`)
	}
}
