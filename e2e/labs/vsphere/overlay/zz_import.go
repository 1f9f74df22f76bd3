// Imports of OVF packages as a vCenter does them: a lease that becomes ready, uploads that are counted, an abort that
// takes away what was begun.
package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labLeaseReady is what a host needs to make the disks.
const labLeaseReady = 300 * time.Millisecond

type labUpload struct {
	VM     string `json:"vm"`
	File   string `json:"file"`
	Method string `json:"method"`
	Bytes  int64  `json:"bytes"`
	Sha256 string `json:"sha256"`
	Whole  bool   `json:"whole"`
}

type labUploadFault struct {
	AfterBytes int64 `json:"afterBytes"`
	Count      int   `json:"count"`
}

var (
	labUploadMu    sync.Mutex
	labUploads     []labUpload
	labUploadFails *labUploadFault
)

// ImportVApp: the packaged one (renamed by the build) has the lease ready at once.
func (p *ResourcePool) ImportVApp(ctx *Context, req *types.ImportVApp) soap.HasFault {
	res := p.ImportVApp0(ctx, req)
	body := res.(*methods.ImportVAppBody)
	if body.Fault_ != nil || labIsSelf(ctx) {
		return res
	}
	lease := ctx.Session.Get(body.Res.Returnval).(*HttpNfcLease)
	lease.State, lease.Info.LeaseTimeout = types.HttpNfcLeaseStateInitializing, 300
	fault, _ := labTake("ImportVApp", true)
	go func() {
		time.Sleep(labLeaseReady)
		Map.WithLock(lease, func() {
			if lease.State = types.HttpNfcLeaseStateReady; fault != nil {
				lease.State = types.HttpNfcLeaseStateError
				lease.Error = &types.LocalizedMethodFault{Fault: fault, LocalizedMessage: fmt.Sprintf("%T", fault)}
				labDiscard(lease)
			}
		})
	}()
	return res
}

// labIsSelf: the simulator's content library asks its own API, and waits for a change that nobody pushes.
func labIsSelf(ctx *Context) bool {
	return ctx.req != nil && (strings.HasPrefix(ctx.req.UserAgent(), "govmomi/") || strings.HasPrefix(ctx.req.UserAgent(), "Go-http-client/"))
}

// labDiscard takes away what a lease was to fill.
func labDiscard(lease *HttpNfcLease) {
	vm, ok := Map.Get(lease.Info.Entity).(*VirtualMachine)
	if !ok {
		return
	}
	Map.WithLock(vm, func() { vm.DestroyTask(labAs(""), &types.Destroy_Task{This: vm.Self}) })
}

// HttpNfcLeaseAbort: the packaged one (renamed by the build) leaves the VM behind.
func (l *HttpNfcLease) HttpNfcLeaseAbort(ctx *Context, req *types.HttpNfcLeaseAbort) soap.HasFault {
	go labDiscard(l) // not under the lock of the lease
	return l.HttpNfcLeaseAbort0(ctx, req)
}

// ServeNFC: the packaged one (renamed by the build) forgets what it was given.
func ServeNFC(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPut && r.Method != http.MethodPost {
		ServeNFC0(w, r)
		return
	}
	p := strings.Split(r.URL.Path, "/")
	id, name := p[len(p)-2], p[len(p)-1]
	l, ok := nfcLease.Load(types.ManagedObjectReference{Type: "HttpNfcLease", Value: id})
	if !ok {
		http.NotFound(w, r)
		return
	}
	lease := l.(*HttpNfcLease)
	if _, ok = lease.files[name]; !ok {
		http.NotFound(w, r)
		return
	}
	labUploadMu.Lock()
	fails := labUploadFails
	if fails != nil {
		if fails.Count--; fails.Count <= 0 {
			labUploadFails = nil
		}
	}
	labUploadMu.Unlock()
	sum := sha256.New()
	var body io.Reader = r.Body
	if fails != nil {
		body = io.LimitReader(r.Body, fails.AfterBytes)
	}
	n, err := io.Copy(sum, body)
	done := labUpload{VM: lease.Info.Entity.Value, File: name, Method: r.Method, Bytes: n, Sha256: hex.EncodeToString(sum.Sum(nil)), Whole: err == nil && fails == nil}
	labUploadMu.Lock()
	labUploads = append(labUploads, done)
	labUploadMu.Unlock()
	if !done.Whole {
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

// labImports adds uploads: what came over leases, -X DELETE forgets it; upload-fault: the next upload breaks off.
func labImports(post func(string, func(*http.Request) (interface{}, error))) {
	post("uploads", func(r *http.Request) (interface{}, error) {
		labUploadMu.Lock()
		defer labUploadMu.Unlock()
		if r.Method == http.MethodDelete {
			labUploads, labUploadFails = nil, nil
		}
		return append([]labUpload{}, labUploads...), nil
	})
	post("upload-fault", func(r *http.Request) (interface{}, error) {
		f := &labUploadFault{}
		if err := json.NewDecoder(r.Body).Decode(f); err != nil {
			return nil, err
		}
		labUploadMu.Lock()
		labUploadFails = f
		labUploadMu.Unlock()
		return f, nil
	})
}
